CREATE SCHEMA "notifications";
--> statement-breakpoint
CREATE TABLE "notifications"."inbox" (
	"event_id" uuid NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "inbox_event_id_pk" PRIMARY KEY("event_id")
);
--> statement-breakpoint
CREATE TABLE "notifications"."leases" (
	"name" text PRIMARY KEY NOT NULL,
	"owner" uuid NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"epoch" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notifications"."mails" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"event_id" uuid NOT NULL,
	"payload" jsonb NOT NULL,
	"order_id" uuid,
	"customer_id" uuid,
	"status" text DEFAULT 'PENDING' NOT NULL,
	"recipient" text,
	"subject" text,
	"text_body" text,
	"html_body" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_error" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"sent_at" timestamp with time zone,
	CONSTRAINT "mails_status" CHECK (status IN ('PENDING', 'SENT', 'DEAD', 'DROPPED')),
	CONSTRAINT "mails_written" CHECK (status <> 'SENT' OR sent_at IS NOT NULL)
);
--> statement-breakpoint
CREATE TABLE "notifications"."outbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "notifications"."outbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"event_id" uuid NOT NULL,
	"type" text NOT NULL,
	"aggregate_id" text NOT NULL,
	"version" bigint NOT NULL,
	"payload" jsonb NOT NULL,
	"occurred_at" timestamp with time zone DEFAULT now() NOT NULL,
	"published_at" timestamp with time zone,
	"awaiting" text[] DEFAULT '{}' NOT NULL,
	"dead" text[] DEFAULT '{}' NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "mails_event" ON "notifications"."mails" USING btree ("event_id","kind");--> statement-breakpoint
CREATE INDEX "mails_due" ON "notifications"."mails" USING btree ("due_at") WHERE status = 'PENDING';--> statement-breakpoint
CREATE INDEX "mails_created" ON "notifications"."mails" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "mails_order" ON "notifications"."mails" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "mails_customer" ON "notifications"."mails" USING btree ("customer_id");--> statement-breakpoint
CREATE INDEX "mails_recipient" ON "notifications"."mails" USING btree (lower(recipient));--> statement-breakpoint
CREATE INDEX "outbox_unpublished" ON "notifications"."outbox" USING btree ("id") WHERE published_at IS NULL;--> statement-breakpoint
CREATE INDEX "outbox_awaiting" ON "notifications"."outbox" USING btree ("event_id") WHERE awaiting <> '{}';