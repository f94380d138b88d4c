import { Optional } from '../../../common/validation/optional.decorator.js';
import { QueryBoolean } from '../../../common/validation/query.decorators.js';

export class SettingsSchemaQuery {
  @Optional()
  @QueryBoolean()
  grouped?: boolean;
}
