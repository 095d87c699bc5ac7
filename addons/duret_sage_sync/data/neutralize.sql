-- A copy of the database for trials reaches nobody's SAGE until an administrator sets it up anew.
UPDATE duret_sage_backend
   SET automatic = FALSE, folder = NULL, chantier_folder = NULL, url = NULL, login = NULL, password = NULL,
       token = NULL, sql_connection = NULL;
