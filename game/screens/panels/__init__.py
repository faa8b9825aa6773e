"""The panels of the table: each writes into a column and says where it ends. Pure: what it shows is handed in."""
