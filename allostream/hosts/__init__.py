"""Video hosts and providers, their channels, and the identity of the addresses they use."""
