CREATE TABLE "checkout"."erasures" (
	"customer_id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "checkout"."limit_customers" (
	"variant_id" uuid NOT NULL,
	"customer_key" text NOT NULL,
	"bought" integer NOT NULL,
	"allowed" integer,
	CONSTRAINT "limit_customers_variant_id_customer_key_pk" PRIMARY KEY("variant_id","customer_key"),
	CONSTRAINT "limit_customers_limit" CHECK (bought >= 0 AND (allowed IS NULL OR bought <= allowed))
);
--> statement-breakpoint
CREATE TABLE "checkout"."limit_purchases" (
	"attempt_id" uuid PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"customer_key" text,
	"order_id" uuid,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "limit_purchases_state" CHECK (state IN ('TAKEN', 'GIVEN_BACK', 'RETURNED'))
);
--> statement-breakpoint
CREATE TABLE "checkout"."limit_units" (
	"attempt_id" uuid NOT NULL,
	"variant_id" uuid NOT NULL,
	"units" integer NOT NULL,
	CONSTRAINT "limit_units_attempt_id_variant_id_pk" PRIMARY KEY("attempt_id","variant_id"),
	CONSTRAINT "limit_units_some" CHECK (units > 0)
);
--> statement-breakpoint
CREATE TABLE "checkout"."purchase_limits" (
	"variant_id" uuid PRIMARY KEY NOT NULL,
	"max_per_customer" integer NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "purchase_limits_max" CHECK (max_per_customer >= 1)
);
--> statement-breakpoint
CREATE TABLE "checkout"."verified_emails" (
	"customer_id" uuid NOT NULL,
	"email" text NOT NULL,
	CONSTRAINT "verified_emails_customer_id_email_pk" PRIMARY KEY("customer_id","email")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "limit_purchases_order" ON "checkout"."limit_purchases" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "limit_units_variant" ON "checkout"."limit_units" USING btree ("variant_id");--> statement-breakpoint
CREATE INDEX "sagas_refused_email" ON "checkout"."sagas" USING btree (lower(input->>'email')) WHERE state = 'COMPENSATED';