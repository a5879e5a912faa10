"""What rights holders and everybody else sees of notices: the form, its preview, the page of a case, the API."""
