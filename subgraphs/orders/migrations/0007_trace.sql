ALTER TABLE "orders"."outbox" ADD COLUMN "trace" text;--> statement-breakpoint
ALTER TABLE "orders"."sagas" ADD COLUMN "trace" text;