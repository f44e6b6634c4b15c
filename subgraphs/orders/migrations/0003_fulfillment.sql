CREATE TABLE "orders"."parcels" (
	"shipment_id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"lines" jsonb NOT NULL,
	"carrier" text NOT NULL,
	"tracking_number" text NOT NULL,
	"tracking_url" text,
	"sent_at" timestamp with time zone DEFAULT now() NOT NULL,
	"delivered_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "orders"."refund_lines" (
	"refund_id" uuid NOT NULL,
	"order_line_id" uuid NOT NULL,
	"quantity" integer NOT NULL,
	"withdrawn" integer NOT NULL,
	CONSTRAINT "refund_lines_refund_id_order_line_id_pk" PRIMARY KEY("refund_id","order_line_id"),
	CONSTRAINT "refund_lines_quantity" CHECK (quantity > 0 AND withdrawn BETWEEN 0 AND quantity)
);
--> statement-breakpoint
CREATE TABLE "orders"."refunds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"key" text NOT NULL,
	"fingerprint" text NOT NULL,
	"state" text DEFAULT 'OPEN' NOT NULL,
	"amount_minor" bigint,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "refunds_state" CHECK (state IN ('OPEN', 'CLAIMED', 'DONE', 'REFUSED')),
	CONSTRAINT "refunds_amount" CHECK (amount_minor > 0 OR (amount_minor IS NULL AND state NOT IN ('CLAIMED', 'DONE')))
);
--> statement-breakpoint
ALTER TABLE "orders"."order_events" ADD COLUMN "about" text;--> statement-breakpoint
ALTER TABLE "orders"."order_lines" ADD COLUMN "shipped" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "orders"."order_lines" ADD COLUMN "restocked" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "orders"."order_lines" ADD COLUMN "withdrawn" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "orders"."orders" ADD COLUMN "refunded_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "parcels_order" ON "orders"."parcels" USING btree ("order_id");--> statement-breakpoint
CREATE UNIQUE INDEX "refunds_key" ON "orders"."refunds" USING btree ("key");--> statement-breakpoint
CREATE INDEX "refunds_order" ON "orders"."refunds" USING btree ("order_id");--> statement-breakpoint
CREATE UNIQUE INDEX "order_events_about" ON "orders"."order_events" USING btree ("order_id","about") WHERE about IS NOT NULL;--> statement-breakpoint
ALTER TABLE "orders"."order_lines" ADD CONSTRAINT "order_lines_shipped" CHECK (shipped >= 0 AND withdrawn >= 0 AND shipped + withdrawn <= quantity);--> statement-breakpoint
ALTER TABLE "orders"."order_lines" ADD CONSTRAINT "order_lines_restocked" CHECK (restocked >= withdrawn AND restocked <= quantity);--> statement-breakpoint
ALTER TABLE "orders"."orders" ADD CONSTRAINT "orders_refunded" CHECK (refunded_minor >= 0 AND refunded_minor <= total_minor);