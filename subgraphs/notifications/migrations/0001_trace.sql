ALTER TABLE "notifications"."mails" ADD COLUMN "trace" text;--> statement-breakpoint
ALTER TABLE "notifications"."outbox" ADD COLUMN "trace" text;