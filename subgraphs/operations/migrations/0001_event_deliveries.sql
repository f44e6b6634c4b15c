ALTER TABLE "operations"."outbox" ADD COLUMN "awaiting" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "operations"."outbox" ADD COLUMN "dead" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
CREATE INDEX "outbox_awaiting" ON "operations"."outbox" USING btree ("event_id") WHERE awaiting <> '{}';