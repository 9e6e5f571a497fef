"""The service: the advisor over HTTP, with its record and its pages."""
