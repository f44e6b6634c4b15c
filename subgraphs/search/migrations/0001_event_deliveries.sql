ALTER TABLE "search"."outbox" ADD COLUMN "awaiting" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "search"."outbox" ADD COLUMN "dead" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
CREATE INDEX "outbox_awaiting" ON "search"."outbox" USING btree ("event_id") WHERE awaiting <> '{}';