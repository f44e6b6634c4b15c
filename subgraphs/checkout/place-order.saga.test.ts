import { sagaFixtures } from '../../kit/testing/saga-fixtures.ts';
import { sagaLaws } from '../../kit/testing/saga-laws.ts';
import { toyShop } from './testing/toy-shop.ts';

sagaLaws('PlaceOrder', toyShop(), toyShop);
sagaFixtures(new URL('./testing/sagas/', import.meta.url), 'PlaceOrder', toyShop);
