-- The main account of whoever answers for a department (负责人); nobody where the post is vacant.
ALTER TABLE staff_department ADD COLUMN head text COLLATE "C";
