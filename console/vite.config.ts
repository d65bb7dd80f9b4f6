import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where the API runs while one develops; `npm run fake` in console/ listens at the same place. */
const API = process.env.CONSOLE_API ?? 'http://127.0.0.1:3000';

export default defineConfig({
  base: '/console/',
  plugins: [react()],
  build: {
    // Nothing as a data: URL, which the content security policy refuses.
    assetsInlineLimit: 0,
    // Everything goes into hashed files; source maps would double what the API keeps in memory.
    sourcemap: false,
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      output: {
        advancedChunks: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|react-router|scheduler)[\\/]/ },
            {
              name: 'mantine',
              test: /node_modules[\\/](@mantine[\\/](core|hooks|form|notifications)|@floating-ui)/,
            },
          ],
        },
      },
    },
  },
  server: { port: 5173, proxy: { '/v1': { target: API }, '/fake': { target: API } } },
});
