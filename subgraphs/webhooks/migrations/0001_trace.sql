ALTER TABLE "webhooks"."deliveries" ADD COLUMN "trace" text;--> statement-breakpoint
ALTER TABLE "webhooks"."outbox" ADD COLUMN "trace" text;