ALTER TABLE "checkout"."outbox" ADD COLUMN "awaiting" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "checkout"."outbox" ADD COLUMN "dead" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
CREATE INDEX "outbox_awaiting" ON "checkout"."outbox" USING btree ("event_id") WHERE awaiting <> '{}';