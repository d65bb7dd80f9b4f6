import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { BrowserRouter } from 'react-router';
import { isSignedOut, isUndecided } from './api/problems';
import { Screens } from './screens';
import { Announcer } from './ui/Announcer';
import { theme } from './theme';

/** Asks again only where no answer came; a session that has ended leads to signing in, on the spot. */
export function makeQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => isSignedOut(error) && client.setQueryData(['session'], null),
    }),
    defaultOptions: {
      queries: { retry: (failures, error) => isUndecided(error) && failures < 2, staleTime: 2000 },
      // A person sends again what was not decided, and sees that it is the same intent.
      mutations: { retry: false, networkMode: 'always' },
    },
  });
  return client;
}

export function App() {
  const [client] = useState(makeQueryClient);
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={client}>
        <Announcer>
          <Notifications position="bottom-right" />
          <BrowserRouter basename="/console">
            <Screens />
          </BrowserRouter>
        </Announcer>
      </QueryClientProvider>
    </MantineProvider>
  );
}
