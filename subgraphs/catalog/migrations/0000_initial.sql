CREATE SCHEMA "catalog";
--> statement-breakpoint
CREATE TABLE "catalog"."categories" (
	"id" uuid PRIMARY KEY NOT NULL,
	"parent_id" uuid,
	"name" text NOT NULL,
	"slug" text NOT NULL,
	"path_key" text NOT NULL,
	"path" uuid[] NOT NULL,
	CONSTRAINT "categories_slug" UNIQUE("slug"),
	CONSTRAINT "categories_path" UNIQUE("path_key")
);
--> statement-breakpoint
CREATE TABLE "catalog"."inbox" (
	"event_id" uuid NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "inbox_event_id_pk" PRIMARY KEY("event_id")
);
--> statement-breakpoint
CREATE TABLE "catalog"."leases" (
	"name" text PRIMARY KEY NOT NULL,
	"owner" uuid NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"epoch" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "catalog"."outbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "catalog"."outbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"event_id" uuid NOT NULL,
	"type" text NOT NULL,
	"aggregate_id" text NOT NULL,
	"version" bigint NOT NULL,
	"payload" jsonb NOT NULL,
	"occurred_at" timestamp with time zone DEFAULT now() NOT NULL,
	"published_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "catalog"."products" (
	"id" uuid PRIMARY KEY NOT NULL,
	"external_id" text NOT NULL,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"description" text,
	"brand" text,
	"category_id" uuid,
	"images" jsonb NOT NULL,
	"status" text NOT NULL,
	"version" bigint NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "products_external_id" UNIQUE("external_id"),
	CONSTRAINT "products_status" CHECK (status IN ('DRAFT', 'ACTIVE', 'ARCHIVED'))
);
--> statement-breakpoint
CREATE TABLE "catalog"."variants" (
	"id" uuid PRIMARY KEY NOT NULL,
	"product_id" uuid NOT NULL,
	"sku" text NOT NULL,
	"title" text NOT NULL,
	"position" integer NOT NULL,
	"options" jsonb NOT NULL,
	"price_minor" bigint NOT NULL,
	"compare_at_price_minor" bigint,
	"currency_code" text NOT NULL,
	"image" jsonb,
	"retired" boolean NOT NULL,
	CONSTRAINT "variants_sku" UNIQUE("sku"),
	CONSTRAINT "variants_price" CHECK (price_minor >= 0 AND compare_at_price_minor >= 0)
);
--> statement-breakpoint
ALTER TABLE "catalog"."products" ADD CONSTRAINT "products_category_id_categories_id_fk" FOREIGN KEY ("category_id") REFERENCES "catalog"."categories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "catalog"."variants" ADD CONSTRAINT "variants_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "catalog"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "categories_parent" ON "catalog"."categories" USING btree ("parent_id");--> statement-breakpoint
CREATE INDEX "outbox_unpublished" ON "catalog"."outbox" USING btree ("id") WHERE published_at IS NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "products_slug" ON "catalog"."products" USING btree ("slug" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "variants_product" ON "catalog"."variants" USING btree ("product_id");