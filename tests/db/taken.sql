1|INSERT INTO T_All (Site, Number, Active, Name, U8, S8, U16, S32, Bounded) VALUES ('1234', 1, 0, '12345678', 255, -128, 65535, -2147483648, 10) RETURNING 1
-1|INSERT INTO T_All (Site, Number, Active) VALUES ('A', -1, 1) RETURNING Number
1.5|INSERT INTO T_All (Site, Number, Active, R32, Letter, Moment) VALUES ('A', 2, 1, 0.5, 65535, '20240501******.******+***') RETURNING R64
7|INSERT INTO T_All (Site, Number, Active, Words, Colour, Ranged) VALUES ('A', 3, 1, '["a"]', 7, 40000) RETURNING Colour
77|INSERT INTO T_All (Site, Number, Active, Open, Switch, Rights, Short) VALUES ('A', 4, 1, 77, 'off', 19, 'äöü') RETURNING Open
it's -- not a comment|INSERT INTO T_All (Site, Number, Active) VALUES ('A', 5, 1) RETURNING "Order"
18446744073709551615|SELECT Number_text FROM T_All_view WHERE Site = 'a''b'
-1|SELECT Number FROM T_All_view WHERE Number = -1 AND Site = 'a''b'
5|SELECT Number FROM T_All_view WHERE Number = 5
2,3,4,5,-1|SELECT group_concat(Number) FROM (SELECT Number FROM T_All_view WHERE Site = 'A' ORDER BY (Number < 0), Number)
1|SELECT (SELECT count(*) FROM T_All_view) = (SELECT count(*) FROM T_All)
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
1|INSERT INTO T_All (Site, Number, Active, Rights) VALUES ('A', 6, 1, 4) RETURNING 1
1|INSERT INTO T_All (Site, Number, Active, Rights) VALUES ('A', 7, 1, 4294967295) RETURNING 1
|SELECT Rights_name FROM T_All_view WHERE Number = 6
|WITH RECURSIVE n(i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < 400) INSERT INTO T_Listed (Id, Overlap) SELECT i, i FROM n
401|SELECT count(*) FROM T_Listed_view
Rest Some Some Some More More Rest Top Top|SELECT group_concat(Overlap_name, ' ') FROM T_Listed_view WHERE Id IN (0, 1, 5, 100, 101, 200, 201, 300, 400)
Same,Same,Same|UPDATE T_Listed SET Twice = Id WHERE Id BETWEEN 1 AND 3; SELECT group_concat(Twice_name) FROM T_Listed_view WHERE Twice IS NOT NULL
Half,Half,Rest,Rest|UPDATE T_Listed SET Wide = iif(Id < 2, iif(Id = 1, 9223372036854775807, 0), iif(Id = 2, -9223372036854775807 - 1, -6)) WHERE Id < 4; SELECT group_concat(Wide_name) FROM (SELECT Wide_name FROM T_Listed_view WHERE Id < 4 ORDER BY Id)
Minus Zero To five,3|UPDATE T_Listed SET "Signed" = Id - 2 WHERE Id < 8; SELECT (SELECT group_concat(x, ' ') FROM (SELECT DISTINCT Signed_name AS x FROM T_Listed_view WHERE Id IN (1, 2, 7) ORDER BY Id)) || ',' || (SELECT count(DISTINCT Signed_name) FROM T_Listed_view)
Read,Read \| Own,Write \| Own|UPDATE T_Listed SET Bits = iif(Id = 0, 1, iif(Id = 1, 17, 22)) WHERE Id < 3; SELECT group_concat(Bits_name) FROM (SELECT Bits_name FROM T_Listed_view WHERE Id < 3 ORDER BY Id)
A,B|UPDATE T_Listed SET Letter = char(97 + Id) WHERE Id < 3; SELECT group_concat(Letter_name) FROM (SELECT Letter_name FROM T_Listed_view WHERE Id < 3 ORDER BY Id)
No-Yes-mine|UPDATE T_Listed SET t = Id, t_name = 'mine' WHERE Id < 2; SELECT group_concat(t_name_, '-') || '-' || max(t_name) FROM T_Listed_view
18446744073709551611-none|UPDATE T_Listed SET Size = -5, Size_text = 'none' WHERE Id = 0; SELECT Size_text_ || '-' || Size_text FROM T_Listed_view WHERE Id = 0
1|SELECT Size_text_ IS NULL AND Size IS NULL FROM T_Listed_view WHERE Id = 1
ok|PRAGMA integrity_check
