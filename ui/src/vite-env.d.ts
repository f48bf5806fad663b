/// <reference types="vite/client" />
import 'react';

declare module 'react' {
  interface CSSProperties {
    // Custom properties carry what the style sheet works with.
    [name: `--${string}`]: string | number | undefined;
  }
}
