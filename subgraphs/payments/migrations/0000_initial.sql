CREATE SCHEMA "payments";
--> statement-breakpoint
CREATE TABLE "payments"."inbox" (
	"event_id" uuid NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "inbox_event_id_pk" PRIMARY KEY("event_id")
);
--> statement-breakpoint
CREATE TABLE "payments"."leases" (
	"name" text PRIMARY KEY NOT NULL,
	"owner" uuid NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"epoch" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "payments"."outbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "payments"."outbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"event_id" uuid NOT NULL,
	"type" text NOT NULL,
	"aggregate_id" text NOT NULL,
	"version" bigint NOT NULL,
	"payload" jsonb NOT NULL,
	"occurred_at" timestamp with time zone DEFAULT now() NOT NULL,
	"published_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "payments"."payment_transitions" (
	"payment_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"from_status" text,
	"to_status" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"cause" text NOT NULL,
	CONSTRAINT "payment_transitions_payment_id_seq_pk" PRIMARY KEY("payment_id","seq")
);
--> statement-breakpoint
CREATE TABLE "payments"."payments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid,
	"attempt_id" uuid,
	"status" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency_code" text NOT NULL,
	"payment_method_id" text NOT NULL,
	"provider_intent_id" text,
	"client_secret" text,
	"provider_key" text,
	"create_request" text,
	"decline_code" text,
	"refunded_minor" bigint DEFAULT 0 NOT NULL,
	"intent_open" boolean DEFAULT false NOT NULL,
	"checked_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"version" bigint DEFAULT 1 NOT NULL,
	CONSTRAINT "payments_status" CHECK (status IN ('INITIATED', 'REQUIRES_ACTION', 'AUTHORIZED', 'CAPTURED', 'FAILED', 'VOIDED', 'REFUNDED', 'PARTIALLY_REFUNDED')),
	CONSTRAINT "payments_refunded" CHECK (refunded_minor >= 0 AND refunded_minor <= amount_minor)
);
--> statement-breakpoint
CREATE TABLE "payments"."refunds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"payment_id" uuid NOT NULL,
	"key" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"status" text DEFAULT 'PENDING' NOT NULL,
	"provider_refund_id" text,
	"reason" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "refunds_amount" CHECK (amount_minor > 0),
	CONSTRAINT "refunds_status" CHECK (status IN ('PENDING', 'SUCCEEDED', 'FAILED'))
);
--> statement-breakpoint
CREATE TABLE "payments"."webhook_events" (
	"event_id" text PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"payload" text NOT NULL,
	"object_id" text,
	"intent_id" text,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	"processed_at" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"quarantined" text
);
--> statement-breakpoint
CREATE INDEX "outbox_unpublished" ON "payments"."outbox" USING btree ("id") WHERE published_at IS NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "payments_order" ON "payments"."payments" USING btree ("order_id");--> statement-breakpoint
CREATE UNIQUE INDEX "payments_intent" ON "payments"."payments" USING btree ("provider_intent_id");--> statement-breakpoint
CREATE INDEX "payments_undecided" ON "payments"."payments" USING btree ("updated_at") WHERE intent_open;--> statement-breakpoint
CREATE UNIQUE INDEX "refunds_key" ON "payments"."refunds" USING btree ("key");--> statement-breakpoint
CREATE INDEX "refunds_payment" ON "payments"."refunds" USING btree ("payment_id");--> statement-breakpoint
CREATE INDEX "refunds_provider" ON "payments"."refunds" USING btree ("provider_refund_id");--> statement-breakpoint
CREATE INDEX "webhook_events_pending" ON "payments"."webhook_events" USING btree ("received_at") WHERE processed_at IS NULL;