CREATE TABLE "operations"."audits" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"rows_checked" bigint NOT NULL,
	"findings" jsonb NOT NULL
);
--> statement-breakpoint
CREATE INDEX "audits_at" ON "operations"."audits" USING btree ("at");