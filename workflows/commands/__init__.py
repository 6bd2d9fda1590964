"""Every way in which operators and assurance leads change what the workers go by."""
