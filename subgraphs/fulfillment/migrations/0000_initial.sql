CREATE SCHEMA "fulfillment";
--> statement-breakpoint
CREATE TABLE "fulfillment"."inbox" (
	"event_id" uuid NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "inbox_event_id_pk" PRIMARY KEY("event_id")
);
--> statement-breakpoint
CREATE TABLE "fulfillment"."leases" (
	"name" text PRIMARY KEY NOT NULL,
	"owner" uuid NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"epoch" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "fulfillment"."outbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "fulfillment"."outbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
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
CREATE TABLE "fulfillment"."requests" (
	"key" text PRIMARY KEY NOT NULL,
	"fingerprint" text NOT NULL,
	"shipment_id" uuid,
	"refusal" jsonb,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "fulfillment"."shipment_lines" (
	"shipment_id" uuid NOT NULL,
	"order_line_id" uuid NOT NULL,
	"quantity" integer NOT NULL,
	CONSTRAINT "shipment_lines_shipment_id_order_line_id_pk" PRIMARY KEY("shipment_id","order_line_id"),
	CONSTRAINT "shipment_lines_quantity" CHECK (quantity > 0)
);
--> statement-breakpoint
CREATE TABLE "fulfillment"."shipment_transitions" (
	"shipment_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"from_status" text,
	"to_status" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "shipment_transitions_shipment_id_seq_pk" PRIMARY KEY("shipment_id","seq")
);
--> statement-breakpoint
CREATE TABLE "fulfillment"."shipments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"status" text NOT NULL,
	"carrier" text,
	"tracking_number" text,
	"tracking_url" text,
	"leaving_since" timestamp with time zone,
	"shipped_at" timestamp with time zone,
	"delivered_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "shipments_status" CHECK (status IN ('PENDING', 'PICKED', 'PACKED', 'SHIPPED', 'DELIVERED', 'CANCELLED')),
	CONSTRAINT "shipments_tracked" CHECK (status NOT IN ('SHIPPED', 'DELIVERED') OR (tracking_number IS NOT NULL AND shipped_at IS NOT NULL))
);
--> statement-breakpoint
CREATE TABLE "fulfillment"."work" (
	"order_id" uuid PRIMARY KEY NOT NULL,
	"held_since" timestamp with time zone,
	"hold_reason" text,
	"ended_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "fulfillment"."work_lines" (
	"order_line_id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"variant_id" uuid NOT NULL,
	"sku" text NOT NULL,
	"title" text NOT NULL,
	"quantity" integer NOT NULL,
	"allocated" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "work_lines_allocated" CHECK (allocated >= 0 AND allocated <= quantity)
);
--> statement-breakpoint
ALTER TABLE "fulfillment"."shipment_lines" ADD CONSTRAINT "shipment_lines_shipment_id_shipments_id_fk" FOREIGN KEY ("shipment_id") REFERENCES "fulfillment"."shipments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fulfillment"."shipment_lines" ADD CONSTRAINT "shipment_lines_order_line_id_work_lines_order_line_id_fk" FOREIGN KEY ("order_line_id") REFERENCES "fulfillment"."work_lines"("order_line_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "outbox_unpublished" ON "fulfillment"."outbox" USING btree ("id") WHERE published_at IS NULL;--> statement-breakpoint
CREATE INDEX "outbox_awaiting" ON "fulfillment"."outbox" USING btree ("event_id") WHERE awaiting <> '{}';--> statement-breakpoint
CREATE INDEX "shipments_order" ON "fulfillment"."shipments" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "work_lines_order" ON "fulfillment"."work_lines" USING btree ("order_id");