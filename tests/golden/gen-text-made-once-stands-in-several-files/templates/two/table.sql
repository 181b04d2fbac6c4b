% local c, wish = ...

-- ${c.name}, as ${wish} asked for it
CREATE TABLE ${c.name} ( -- "no" name
  /* its
     key */
  Name TEXT DEFAULT '--''/* ',   
  "-- x" INTEGER /* short */ NOT NULL,
  Ratio REAL DEFAULT (3 - 1 / 2)
);
