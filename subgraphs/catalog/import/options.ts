import type { Field } from './columns.ts';
import type { ImportedOption } from './imported-product.ts';
import type { ProductRow } from './product-rows.ts';
import type { RefusedRow } from './refused-row.ts';

const PAIRS: readonly (readonly [name: Field, value: Field])[] = [
  ['option1Name', 'option1Value'],
  ['option2Name', 'option2Value'],
  ['option3Name', 'option3Value'],
];

/** The option names of a product: Shopify writes them on its first row only. */
export type OptionNames = readonly string[];

/** Reads the names that hold for all rows of a product. */
export function optionNames(first: ProductRow): OptionNames {
  return PAIRS.map(([name]) => first.value(name));
}

/** The options that a variant row selects, or the reason why they make no sense. */
export function selectedOptions(row: ProductRow, names: OptionNames): { options: ImportedOption[] } | { refused: RefusedRow } {
  const options: ImportedOption[] = [];
  for (const [index, [nameField, valueField]] of PAIRS.entries()) {
    const name = names[index] ?? '';
    const ownName = row.value(nameField);
    const value = row.value(valueField);
    if (ownName !== '' && ownName !== name) {
      const message = `The product's first row calls this option "${name}".`;
      return { refused: row.refuse(nameField, 'OPTION_NAME_CHANGED', message, 'ROW') };
    }
    if (name === '' && value === '') continue;
    if (value === 'Default Title' && (name === 'Title' || name === '')) continue;
    if (name === '') return { refused: row.refuse(valueField, 'OPTION_NAME_MISSING', 'A value without an option name.', 'ROW') };
    if (value === '') return { refused: row.refuse(valueField, 'OPTION_VALUE_MISSING', `Which ${name}?`, 'ROW') };
    if (options.some((option) => option.name === name)) {
      return { refused: row.refuse(nameField, 'OPTION_NAME_TWICE', `Two options are called "${name}".`, 'ROW') };
    }
    options.push({ name, value });
  }
  return { options };
}
