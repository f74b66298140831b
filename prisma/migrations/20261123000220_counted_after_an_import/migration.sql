-- A file of 100,000 rows fills tables in seconds that the server itself looks at once a minute. Until it has, it plans for the
-- few rows that it knows of, and a question over all rows may be asked row by row. Whoever fills them has them counted.
create function count_imported_rows() returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  analyze import_row, donor, imported_donor, imported_donor_key, imported_gift;
end $$;
