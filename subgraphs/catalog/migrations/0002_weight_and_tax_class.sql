ALTER TABLE "catalog"."products" ADD COLUMN "tax_class" text;--> statement-breakpoint
ALTER TABLE "catalog"."variants" ADD COLUMN "weight_grams" integer;--> statement-breakpoint
ALTER TABLE "catalog"."variants" ADD CONSTRAINT "variants_weight" CHECK (weight_grams >= 0);