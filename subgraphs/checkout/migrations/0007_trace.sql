ALTER TABLE "checkout"."outbox" ADD COLUMN "trace" text;--> statement-breakpoint
ALTER TABLE "checkout"."sagas" ADD COLUMN "trace" text;