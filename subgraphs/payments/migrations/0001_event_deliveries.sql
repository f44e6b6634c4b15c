ALTER TABLE "payments"."outbox" ADD COLUMN "awaiting" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "payments"."outbox" ADD COLUMN "dead" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
CREATE INDEX "outbox_awaiting" ON "payments"."outbox" USING btree ("event_id") WHERE awaiting <> '{}';