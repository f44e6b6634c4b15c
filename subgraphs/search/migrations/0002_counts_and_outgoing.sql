CREATE SEQUENCE "search"."outgoing_numbers" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "search"."outgoing" (
	"product_id" uuid PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"document" jsonb,
	"marked_at" timestamp with time zone NOT NULL,
	"sent" bigint
);
--> statement-breakpoint
ALTER TABLE "search"."facet_values" ADD COLUMN "products" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "search"."facet_values" ADD COLUMN "in_stock" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "outgoing_seq" ON "search"."outgoing" USING btree ("seq");--> statement-breakpoint
INSERT INTO "search"."facet_values" ("id", "key", "value", "label") OVERRIDING SYSTEM VALUE
VALUES (-1, 'inStock', 'true', ''), (-2, 'inStock', 'false', '');--> statement-breakpoint
UPDATE "search"."facet_values" f SET "products" = c.n, "in_stock" = c.s
FROM (SELECT facet_id, count(*)::int AS n, count(*) FILTER (WHERE d.in_stock)::int AS s
  FROM "search"."documents" d, unnest(d.facet_ids || CASE WHEN d.in_stock THEN -1 ELSE -2 END) AS facet_id WHERE d.active GROUP BY 1) c
WHERE c.facet_id = f.id;--> statement-breakpoint
-- The products beside each facet value follow every change of the documents, whoever makes it, in its own transaction.
CREATE FUNCTION "search"."count_products"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ids int[];
  changes int[];
  stocked int[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg(id), array_agg(n), array_agg(s) INTO ids, changes, stocked FROM (
      SELECT unnest(facet_ids || CASE WHEN in_stock THEN -1 ELSE -2 END) AS id, count(*)::int AS n, count(*) FILTER (WHERE in_stock)::int AS s
      FROM come WHERE active GROUP BY 1) c;
  ELSIF TG_OP = 'DELETE' THEN
    SELECT array_agg(id), array_agg(-n), array_agg(-s) INTO ids, changes, stocked FROM (
      SELECT unnest(facet_ids || CASE WHEN in_stock THEN -1 ELSE -2 END) AS id, count(*)::int AS n, count(*) FILTER (WHERE in_stock)::int AS s
      FROM gone WHERE active GROUP BY 1) c;
  ELSE
    SELECT array_agg(id), array_agg(n), array_agg(s) INTO ids, changes, stocked FROM (
      SELECT id, sum(one)::int AS n, coalesce(sum(one) FILTER (WHERE in_stock), 0)::int AS s FROM (
        SELECT unnest(facet_ids || CASE WHEN in_stock THEN -1 ELSE -2 END) AS id, 1 AS one, in_stock FROM come WHERE active
        UNION ALL
        SELECT unnest(facet_ids || CASE WHEN in_stock THEN -1 ELSE -2 END) AS id, -1, in_stock FROM gone WHERE active) both_sides
      GROUP BY 1 HAVING sum(one) <> 0 OR sum(one) FILTER (WHERE in_stock) <> 0) c;
  END IF;
  WITH known AS (
    UPDATE "search"."facet_values" f SET products = f.products + c.n, in_stock = f.in_stock + c.s
    FROM unnest(ids, changes, stocked) AS c(id, n, s) WHERE f.id = c.id RETURNING f.id)
  INSERT INTO "search"."facet_values" (id, key, value, label, products, in_stock) OVERRIDING SYSTEM VALUE
  SELECT c.id, 'inStock', (c.id = -1)::text, '', c.n, c.s FROM unnest(ids, changes, stocked) AS c(id, n, s)
  WHERE c.id < 0 AND c.id NOT IN (SELECT id FROM known);
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER "count_come" AFTER INSERT ON "search"."documents"
  REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION "search"."count_products"();--> statement-breakpoint
CREATE TRIGGER "count_gone" AFTER DELETE ON "search"."documents"
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION "search"."count_products"();--> statement-breakpoint
CREATE TRIGGER "count_changed" AFTER UPDATE ON "search"."documents"
  REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION "search"."count_products"();
