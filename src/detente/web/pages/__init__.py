"""One module a page: what its template sees, out of the record. Knows nothing of servers, files or addresses."""
