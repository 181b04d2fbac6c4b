1|INSERT INTO T_All (Site, Number, Active, Name, U8, S8, U16, S32, Bounded) VALUES ('1234', 1, 0, '12345678', 255, -128, 65535, -2147483648, 10) RETURNING 1
-1|INSERT INTO T_All (Site, Number, Active) VALUES ('A', -1, 1) RETURNING Number
1.5|INSERT INTO T_All (Site, Number, Active, R32, Letter, Moment) VALUES ('A', 2, 1, 0.5, 65535, '20240501******.******+***') RETURNING R64
7|INSERT INTO T_All (Site, Number, Active, Words, Colour, Ranged) VALUES ('A', 3, 1, '["a"]', 7, 40000) RETURNING Colour
77|INSERT INTO T_All (Site, Number, Active, Open, Switch, Rights, Short) VALUES ('A', 4, 1, 77, 'off', 19, 'äöü') RETURNING Open
it's -- not a comment|INSERT INTO T_All (Site, Number, Active) VALUES ('A', 5, 1) RETURNING "Order"
18446744073709551615|SELECT Number FROM T_All_view WHERE Site = 'a''b'
it's|SELECT Colour_name FROM T_All_view WHERE Site = 'a''b'
Read \| Own|SELECT Rights_name FROM T_All_view WHERE Site = 'a''b'
Vendor|SELECT Ranged_name FROM T_All_view WHERE Ranged = 40000
Off|SELECT Switch_name FROM T_All_view WHERE Switch = 'off'
1714550400500000|SELECT Moment_utc FROM T_All WHERE Site = 'a''b'
["x\\"y","-- z"]|SELECT Words FROM T_All WHERE Site = 'a''b'
00FF|SELECT hex(Bytes) FROM T_All WHERE Site = 'a''b'
4294967295|SELECT "Select" FROM T_Part
p"1|SELECT Part_key FROM T_Has
1|INSERT INTO T_Log ("When") VALUES (NULL) RETURNING 1
0|SELECT count(*) FROM sqlite_schema WHERE name = 'T_Named'
2,3,4,5,18446744073709551615|SELECT group_concat(printf('%u', Number)) FROM (SELECT Number FROM T_All WHERE Site = 'A' ORDER BY (Number < 0), Number)
ok|PRAGMA integrity_check
