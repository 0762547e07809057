"""Reports as files: tagged and signed PDF, Word twin, workbook, tables. Plain values in, bytes out; no store."""
