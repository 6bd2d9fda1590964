"""Tables that come in and go out: CSV and XLSX, cells, columns, faults."""
