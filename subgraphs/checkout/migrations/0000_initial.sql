CREATE SCHEMA "checkout";
--> statement-breakpoint
CREATE TABLE "checkout"."attempts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"scope" text NOT NULL,
	"key" text NOT NULL,
	"fingerprint" text NOT NULL,
	"refusals" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "checkout"."checkouts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"cart_id" uuid NOT NULL,
	"reservation_id" uuid NOT NULL,
	"cart_version" bigint,
	"subtotal_minor" bigint,
	"expires_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "checkout"."inbox" (
	"event_id" uuid NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "inbox_event_id_pk" PRIMARY KEY("event_id")
);
--> statement-breakpoint
CREATE TABLE "checkout"."leases" (
	"name" text PRIMARY KEY NOT NULL,
	"owner" uuid NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"epoch" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "checkout"."outbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "checkout"."outbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"event_id" uuid NOT NULL,
	"type" text NOT NULL,
	"aggregate_id" text NOT NULL,
	"version" bigint NOT NULL,
	"payload" jsonb NOT NULL,
	"occurred_at" timestamp with time zone DEFAULT now() NOT NULL,
	"published_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "checkout"."sagas" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"epoch" integer DEFAULT 1 NOT NULL,
	"input" jsonb NOT NULL,
	"ids" jsonb NOT NULL,
	"log" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"refusals" jsonb,
	"claims" integer DEFAULT 1 NOT NULL,
	"woken" boolean DEFAULT false NOT NULL,
	"lease_until" timestamp with time zone NOT NULL,
	"deadline" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "attempts_key" ON "checkout"."attempts" USING btree ("scope","key");--> statement-breakpoint
CREATE INDEX "attempts_created" ON "checkout"."attempts" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "checkouts_cart" ON "checkout"."checkouts" USING btree ("cart_id");--> statement-breakpoint
CREATE INDEX "outbox_unpublished" ON "checkout"."outbox" USING btree ("id") WHERE published_at IS NULL;--> statement-breakpoint
CREATE INDEX "sagas_open" ON "checkout"."sagas" USING btree ("created_at") WHERE state IN ('RUNNING', 'COMPENSATING', 'WAITING');