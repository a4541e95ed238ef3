import { describeOutboxContract } from './outbox-contract.ts';
import { TestSchemas, needsPostgres } from './postgres.ts';

const schemas = new TestSchemas();
describe('the outbox in PostgreSQL', () => {
  before(needsPostgres);
  after(() => schemas.drop());
  describeOutboxContract('PostgreSQL', () => schemas.open());
});
