CREATE TABLE "operations"."repairs" (
	"id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"by" text NOT NULL,
	"context" text NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"before" text NOT NULL,
	"after" text NOT NULL,
	"outcome" text NOT NULL,
	"detail" text,
	CONSTRAINT "repairs_id_outcome_pk" PRIMARY KEY("id","outcome"),
	CONSTRAINT "repairs_outcome" CHECK (outcome IN ('INTENDED', 'MENDED', 'CHANGED_MEANWHILE', 'NEEDS_A_PERSON', 'FAILED'))
);
--> statement-breakpoint
CREATE INDEX "repairs_at" ON "operations"."repairs" USING btree ("at");
--> statement-breakpoint
CREATE FUNCTION "operations"."refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'operations.% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER "repairs_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "operations"."repairs"
  FOR EACH STATEMENT EXECUTE FUNCTION "operations"."refuse_change"();
