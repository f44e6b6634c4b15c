/** The part of a pino logger that the simulator uses. */
export interface SimulatorLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export const silent: SimulatorLog = { info: () => {}, warn: () => {}, error: () => {} };
