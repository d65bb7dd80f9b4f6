/** What the parties of the outside world share with their callers. */
export interface Secrets {
  acquirer: string;
  acquirerCallback: string;
  biller: string;
  smppPassword: string;
  twilioAccountSid: string;
  twilioAuthToken: string;
}

export const DEFAULT_SECRETS: Secrets = {
  acquirer: 'sk_sandbox',
  acquirerCallback: 'whsec_sandbox',
  biller: 'biller_sandbox',
  // SMPP passwords have at most eight characters.
  smppPassword: 'smppbox',
  twilioAccountSid: 'AC00000000000000000000000000000000',
  twilioAuthToken: 'twilio_sandbox',
};
