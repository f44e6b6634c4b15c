ALTER TABLE "inventory"."outbox" ADD COLUMN "awaiting" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "inventory"."outbox" ADD COLUMN "dead" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
CREATE INDEX "outbox_awaiting" ON "inventory"."outbox" USING btree ("event_id") WHERE awaiting <> '{}';