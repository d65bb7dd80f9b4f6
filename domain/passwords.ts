/** What a new password must be. Length is what counts; there are no rules about what it is composed of. */
export const PASSWORD_LENGTH = { least: 12, most: 256 } as const;

export type PasswordFault = 'too_short' | 'too_long' | 'is_username' | 'too_common';

/** The commonest of those that are long enough, in small letters. */
const COMMONEST = new Set(
  `123456789012 1234567890123 12345678901234 123456789123 123412341234 123123123123 111111111111 000000000000
  121212121212 112233445566 987654321098 098765432109 qwertyuiop12 qwertyuiop123 qwertyuiop[] qwertyqwerty
  qwerty123456 qwerty1234567 1qaz2wsx3edc 1q2w3e4r5t6y 1q2w3e4r5t6y7u zaq12wsxcde3 asdfghjkl123 asdfasdfasdf
  zxcvbnm12345 abcdefghijkl abcdefghijklm abc123abc123 abcd1234abcd passwordpassword password1234 password12345
  password123456 password123! passw0rd1234 p@ssw0rd1234 p@ssword1234 mypassword123 changeme1234 changemenow1
  letmein12345 letmeinletmein welcome12345 welcome123456 iloveyou1234 iloveyouiloveyou administrator administrator1
  admin1234567 adminadminadmin adminpassword operator1234 manager12345 tillflow1234 tillflowtillflow football1234
  baseball1234 superman1234 sunshine1234 princess1234 monkey123456 dragon123456 qazwsxedcrfv trustno1trustno1
  correcthorsebatterystaple йцукенгшщзхъ пароль123456 парольпароль`.split(/\s+/),
);

/**
 * What keeps a text from being a password of this user; undefined where nothing does.
 * @param password in Unicode's form NFKC; its length is counted in characters, not in bytes
 */
export function passwordFault(password: string, username: string): PasswordFault | undefined {
  const length = [...password].length;
  if (length < PASSWORD_LENGTH.least) return 'too_short';
  if (length > PASSWORD_LENGTH.most) return 'too_long';
  const small = password.toLowerCase();
  if (small === username.toLowerCase()) return 'is_username';
  return COMMONEST.has(small) || new Set(small).size === 1 ? 'too_common' : undefined;
}
