import { Optional } from '../../../common/validation/optional.decorator.js';
import { QueryInteger } from '../../../common/validation/query.decorators.js';

export class SpendingQuery {
  @Optional() @QueryInteger(1, 31) days?: number;
}
