-- Each sale updates its stock row twice and changes nothing that is indexed: with room in its page for the new version, no index
-- has to be touched, and the old version's place is used again. Rows that are there keep their place until they are updated.
ALTER TABLE "inventory"."stock" SET (fillfactor = 50);
