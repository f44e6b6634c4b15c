CREATE TABLE "checkout"."sale_actions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sale_id" uuid NOT NULL,
	"action" text NOT NULL,
	"admissions_per_second" integer,
	"reason" text,
	"by" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "checkout"."sale_customers" (
	"sale_id" uuid NOT NULL,
	"customer_key" text NOT NULL,
	"bought" integer NOT NULL,
	"allowed" integer,
	CONSTRAINT "sale_customers_sale_id_customer_key_pk" PRIMARY KEY("sale_id","customer_key"),
	CONSTRAINT "sale_customers_limit" CHECK (bought >= 0 AND (allowed IS NULL OR bought <= allowed))
);
--> statement-breakpoint
CREATE TABLE "checkout"."sale_purchases" (
	"attempt_id" uuid PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"sale_id" uuid,
	"ticket_id" uuid,
	"customer_key" text,
	"order_id" uuid,
	"units" integer DEFAULT 0 NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sale_purchases_state" CHECK (state IN ('TAKEN', 'GIVEN_BACK', 'RETURNED'))
);
--> statement-breakpoint
CREATE TABLE "checkout"."sale_variants" (
	"sale_id" uuid NOT NULL,
	"variant_id" uuid NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "sale_variants_sale_id_variant_id_pk" PRIMARY KEY("sale_id","variant_id")
);
--> statement-breakpoint
CREATE TABLE "checkout"."sales" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"opens_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"admissions_per_second" integer NOT NULL,
	"max_per_customer" integer,
	"stock_shards" integer DEFAULT 1 NOT NULL,
	"shuffle_seed" text NOT NULL,
	"shuffle_commitment" text NOT NULL,
	"paused" boolean DEFAULT false NOT NULL,
	"draining" boolean DEFAULT false NOT NULL,
	"stock" text DEFAULT 'FREE' NOT NULL,
	"drawn_at" timestamp with time zone,
	"last_place" bigint DEFAULT 0 NOT NULL,
	"admitted_place" bigint DEFAULT 0 NOT NULL,
	"tokens" double precision DEFAULT 0 NOT NULL,
	"refilled_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sales_times" CHECK (ends_at > opens_at),
	CONSTRAINT "sales_stock" CHECK (stock IN ('FREE', 'HELD', 'GONE'))
);
--> statement-breakpoint
CREATE TABLE "checkout"."tickets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sale_id" uuid NOT NULL,
	"visitor_id" text NOT NULL,
	"status" text DEFAULT 'WAITING' NOT NULL,
	"early" boolean NOT NULL,
	"lot" text NOT NULL,
	"arrival" bigint GENERATED ALWAYS AS IDENTITY (sequence name "checkout"."tickets_arrival_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"place" bigint,
	"joined_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone,
	"bound_to" uuid,
	"used_by" uuid,
	"used_at" timestamp with time zone,
	CONSTRAINT "tickets_status" CHECK (status IN ('WAITING', 'ADMITTED', 'EXPIRED', 'USED')),
	CONSTRAINT "tickets_used" CHECK ((status = 'USED') = (used_by IS NOT NULL))
);
--> statement-breakpoint
CREATE INDEX "sale_actions_sale" ON "checkout"."sale_actions" USING btree ("sale_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "sale_purchases_order" ON "checkout"."sale_purchases" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "sale_purchases_customer" ON "checkout"."sale_purchases" USING btree ("sale_id","customer_key");--> statement-breakpoint
CREATE INDEX "sale_variants_variant" ON "checkout"."sale_variants" USING btree ("variant_id");--> statement-breakpoint
CREATE UNIQUE INDEX "sales_slug" ON "checkout"."sales" USING btree ("slug");--> statement-breakpoint
CREATE INDEX "sales_ends" ON "checkout"."sales" USING btree ("ends_at");--> statement-breakpoint
CREATE UNIQUE INDEX "tickets_visitor" ON "checkout"."tickets" USING btree ("sale_id","visitor_id");--> statement-breakpoint
CREATE UNIQUE INDEX "tickets_used_by" ON "checkout"."tickets" USING btree ("used_by");--> statement-breakpoint
CREATE INDEX "tickets_unplaced" ON "checkout"."tickets" USING btree ("sale_id","arrival") WHERE place IS NULL;--> statement-breakpoint
CREATE INDEX "tickets_lots" ON "checkout"."tickets" USING btree ("sale_id",lot COLLATE "C") WHERE place IS NULL AND early;--> statement-breakpoint
CREATE INDEX "tickets_line" ON "checkout"."tickets" USING btree ("sale_id","place") WHERE status = 'WAITING';--> statement-breakpoint
CREATE INDEX "tickets_admitted" ON "checkout"."tickets" USING btree ("sale_id","expires_at") WHERE status = 'ADMITTED';--> statement-breakpoint
CREATE FUNCTION "checkout"."refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'checkout.% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER "sale_actions_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "checkout"."sale_actions"
  FOR EACH STATEMENT EXECUTE FUNCTION "checkout"."refuse_change"();
