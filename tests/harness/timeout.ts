// Generous, because nothing may depend on how fast a machine is; a test that hangs still ends.
jest.setTimeout(60_000);
