ALTER TABLE "orders"."orders" ADD COLUMN "delivery" jsonb;--> statement-breakpoint
ALTER TABLE "orders"."orders" ADD COLUMN "taxes" jsonb;