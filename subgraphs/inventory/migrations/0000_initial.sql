CREATE SCHEMA "inventory";
--> statement-breakpoint
CREATE TABLE "inventory"."inbox" (
	"event_id" uuid NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "inbox_event_id_pk" PRIMARY KEY("event_id")
);
--> statement-breakpoint
CREATE TABLE "inventory"."items" (
	"variant_id" uuid PRIMARY KEY NOT NULL,
	"product_id" uuid NOT NULL,
	"sku" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "inventory"."leases" (
	"name" text PRIMARY KEY NOT NULL,
	"owner" uuid NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"epoch" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "inventory"."movements" (
	"id" uuid PRIMARY KEY NOT NULL,
	"variant_id" uuid NOT NULL,
	"shard" smallint DEFAULT 0 NOT NULL,
	"delta" integer NOT NULL,
	"reason" text NOT NULL,
	"key" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "inventory"."outbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "inventory"."outbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"event_id" uuid NOT NULL,
	"type" text NOT NULL,
	"aggregate_id" text NOT NULL,
	"version" bigint NOT NULL,
	"payload" jsonb NOT NULL,
	"occurred_at" timestamp with time zone DEFAULT now() NOT NULL,
	"published_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "inventory"."reservation_lines" (
	"reservation_id" uuid NOT NULL,
	"variant_id" uuid NOT NULL,
	"shard" smallint DEFAULT 0 NOT NULL,
	"quantity" integer NOT NULL,
	CONSTRAINT "reservation_lines_reservation_id_variant_id_shard_pk" PRIMARY KEY("reservation_id","variant_id","shard"),
	CONSTRAINT "reservation_lines_quantity" CHECK (quantity > 0)
);
--> statement-breakpoint
CREATE TABLE "inventory"."reservations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"attempt_id" uuid,
	"of_checkout" integer NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reservations_status" CHECK (status IN ('HELD', 'COMMITTED', 'RELEASED', 'EXPIRED', 'RETURNED'))
);
--> statement-breakpoint
CREATE TABLE "inventory"."stock" (
	"variant_id" uuid NOT NULL,
	"shard" smallint DEFAULT 0 NOT NULL,
	"available" integer DEFAULT 0 NOT NULL,
	"reserved" integer DEFAULT 0 NOT NULL,
	"sold" integer DEFAULT 0 NOT NULL,
	"version" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "stock_variant_id_shard_pk" PRIMARY KEY("variant_id","shard"),
	CONSTRAINT "stock_never_negative" CHECK (available >= 0 AND reserved >= 0 AND sold >= 0)
);
--> statement-breakpoint
CREATE INDEX "items_product" ON "inventory"."items" USING btree ("product_id");--> statement-breakpoint
CREATE UNIQUE INDEX "items_sku" ON "inventory"."items" USING btree ("sku");--> statement-breakpoint
CREATE UNIQUE INDEX "movements_key" ON "inventory"."movements" USING btree ("key");--> statement-breakpoint
CREATE INDEX "movements_variant" ON "inventory"."movements" USING btree ("variant_id");--> statement-breakpoint
CREATE INDEX "outbox_unpublished" ON "inventory"."outbox" USING btree ("id") WHERE published_at IS NULL;--> statement-breakpoint
CREATE INDEX "reservation_lines_variant" ON "inventory"."reservation_lines" USING btree ("variant_id");--> statement-breakpoint
CREATE INDEX "reservations_due" ON "inventory"."reservations" USING btree ("expires_at") WHERE status = 'HELD' AND attempt_id IS NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "reservations_attempt" ON "inventory"."reservations" USING btree ("attempt_id") WHERE attempt_id IS NOT NULL;