"""Work to do later, written in the transaction of the change that causes it."""
