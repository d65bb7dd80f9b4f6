// Prints fresh secrets for docker-compose.yml: `node scripts/compose-env.mjs >> .env`, once.
import { newMasterKey, newSecrets } from './stack/secrets.mjs';

const secrets = newSecrets();
const SETTINGS = {
  POSTGRES_PASSWORD: secrets.postgresPassword,
  PAYLOAD_KEYS: secrets.payloadKeys,
  ACQUIRER_SECRET: secrets.acquirerSecret,
  ACQUIRER_CALLBACK_SECRET: secrets.acquirerCallbackSecret,
  BILLER_SECRET: secrets.billerSecret,
  API_BOOTSTRAP_KEY: secrets.bootstrapKey,
  VAULT_POSTGRES_PASSWORD: secrets.vaultPassword,
  VAULT_MASTER_KEYS: newMasterKey(),
  VAULT_TICKET_SECRET: secrets.vaultTicketSecret,
  VAULT_FORWARD_SECRET: secrets.vaultForwardSecret,
};
for (const [name, value] of Object.entries(SETTINGS)) console.log(`${name}=${value}`);
