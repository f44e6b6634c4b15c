CREATE SCHEMA "search";
--> statement-breakpoint
CREATE TABLE "search"."availability" (
	"variant_id" uuid PRIMARY KEY NOT NULL,
	"version" bigint NOT NULL,
	"in_stock" boolean NOT NULL,
	"touched_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "search"."documents" (
	"product_id" uuid PRIMARY KEY NOT NULL,
	"version" bigint NOT NULL,
	"active" boolean NOT NULL,
	"title" text NOT NULL,
	"title_key" text COLLATE "C" NOT NULL,
	"words" "tsvector" NOT NULL,
	"skus" text[] NOT NULL,
	"variant_ids" uuid[] NOT NULL,
	"facet_ids" integer[] NOT NULL,
	"prices" bigint[] NOT NULL,
	"price_min" bigint NOT NULL,
	"price_max" bigint NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"in_stock" boolean NOT NULL,
	"touched_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "search"."facet_values" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "search"."facet_values_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"key" text NOT NULL,
	"value" text NOT NULL,
	"label" text NOT NULL,
	CONSTRAINT "facet_values_value" UNIQUE("key","value")
);
--> statement-breakpoint
CREATE TABLE "search"."inbox" (
	"event_id" uuid NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "inbox_event_id_pk" PRIMARY KEY("event_id")
);
--> statement-breakpoint
CREATE TABLE "search"."leases" (
	"name" text PRIMARY KEY NOT NULL,
	"owner" uuid NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"epoch" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "search"."outbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "search"."outbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"event_id" uuid NOT NULL,
	"type" text NOT NULL,
	"aggregate_id" text NOT NULL,
	"version" bigint NOT NULL,
	"payload" jsonb NOT NULL,
	"occurred_at" timestamp with time zone DEFAULT now() NOT NULL,
	"published_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "search"."words" (
	"word" text COLLATE "C" PRIMARY KEY NOT NULL,
	"in_title" boolean NOT NULL,
	"deletes" integer[] NOT NULL
);
--> statement-breakpoint
CREATE INDEX "documents_words" ON "search"."documents" USING gin ("words");--> statement-breakpoint
CREATE INDEX "documents_facets" ON "search"."documents" USING gin ("facet_ids");--> statement-breakpoint
CREATE INDEX "documents_price" ON "search"."documents" USING btree ("price_min","product_id") WHERE active;--> statement-breakpoint
CREATE INDEX "documents_newest" ON "search"."documents" USING btree ("created_at","product_id") WHERE active;--> statement-breakpoint
CREATE INDEX "documents_title" ON "search"."documents" USING btree ("title_key","product_id") WHERE active;--> statement-breakpoint
CREATE INDEX "outbox_unpublished" ON "search"."outbox" USING btree ("id") WHERE published_at IS NULL;--> statement-breakpoint
CREATE INDEX "words_deletes" ON "search"."words" USING gin ("deletes");