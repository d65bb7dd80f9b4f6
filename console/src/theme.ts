import { Drawer, Modal, createTheme } from '@mantine/core';

/**
 * Colours are CSS variables of theme.css and of Mantine's own files: nothing is written into a style element at run
 * time, which the content security policy refuses. For that reason nothing here may be responsive (`cols={{ … }}`).
 */
export const theme = createTheme({
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  defaultRadius: 'md',
  components: {
    // Scroll locking writes a style element.
    Modal: Modal.extend({ defaultProps: { lockScroll: false, centered: true } }),
    Drawer: Drawer.extend({ defaultProps: { lockScroll: false } }),
  },
});
