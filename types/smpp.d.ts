/** The part of smpp 0.5.1 that this project uses; the package publishes no types of its own. */
declare module 'smpp' {
  import type { EventEmitter } from 'node:events';
  import type { Server as NetServer, Socket } from 'node:net';

  /** A text field after decoding. `udh` holds the information elements, e.g. `[0x00, 3, ref, total, part]`. */
  export interface Message {
    message: string | Buffer;
    udh?: Buffer[];
  }

  /** What a caller may give for a text field: a string, raw bytes, or text behind a user data header. */
  export type MessageInput = string | Buffer | { message: string | Buffer; udh?: Buffer };

  /** Fields of a PDU by their SMPP 3.4 names. Mandatory fields left out take the defaults of the library. */
  export interface Fields {
    command_status?: number;
    sequence_number?: number;
    system_id?: string;
    password?: string;
    system_type?: string;
    interface_version?: number;
    service_type?: string;
    source_addr_ton?: number;
    source_addr_npi?: number;
    source_addr?: string;
    dest_addr_ton?: number;
    dest_addr_npi?: number;
    destination_addr?: string;
    esm_class?: number;
    registered_delivery?: number;
    data_coding?: number;
    validity_period?: string | Date;
    short_message?: MessageInput;
    message_payload?: MessageInput;
    message_id?: string;
    receipted_message_id?: string;
    message_state?: number;
    sar_msg_ref_num?: number;
    sar_total_segments?: number;
    sar_segment_seqnum?: number;
  }

  /** One protocol data unit, as received (fields decoded) or about to be sent. */
  export class PDU {
    constructor(command: string, fields?: Fields);
    static maxLength: number;
    command: string;
    command_id: number;
    command_length: number;
    command_status: number;
    sequence_number: number;
    system_id?: string;
    password?: string;
    source_addr?: string;
    destination_addr?: string;
    esm_class?: number;
    registered_delivery?: number;
    data_coding?: number;
    short_message?: Message;
    message_payload?: Message;
    message_id?: string;
    receipted_message_id?: string;
    message_state?: number;
    sar_msg_ref_num?: number;
    sar_total_segments?: number;
    sar_segment_seqnum?: number;
    isResponse(): boolean;
    /** The answer to this PDU, with its sequence number. */
    response(fields?: Fields): PDU;
    toBuffer(): Buffer;
  }

  type ResponseCallback = (response: PDU) => void;
  /** False when the socket can't be written to: nothing is sent and no callback comes. */
  type Shortcut = (fields: Fields, response?: ResponseCallback, sent?: (pdu: PDU) => void) => boolean;
  type BareShortcut = (response?: ResponseCallback) => boolean;

  /**
   * One SMPP session over one socket. Events: `connect`, `close`, `error` (Error), `send` (PDU), `pdu` (PDU), and
   * each PDU again under its command name (`submit_sm`, `deliver_sm`, `unbind`, `unknown`, …).
   */
  export class Session extends EventEmitter {
    socket: Socket;
    sequence: number;
    send(pdu: PDU, response?: ResponseCallback, sent?: (pdu: PDU) => void): boolean;
    pause(): void;
    resume(): void;
    close(callback?: () => void): void;
    destroy(callback?: () => void): void;
    bind_transceiver: Shortcut;
    bind_transmitter: Shortcut;
    bind_receiver: Shortcut;
    submit_sm: Shortcut;
    deliver_sm: Shortcut;
    query_sm: Shortcut;
    unbind: BareShortcut;
    enquire_link: BareShortcut;
  }

  export class Server extends NetServer {
    sessions: Session[];
  }

  export interface ConnectOptions {
    url?: string;
    host?: string;
    port?: number;
    tls?: boolean;
    /** Milliseconds between `enquire_link`s; off when absent. */
    auto_enquire_link_period?: number;
    connectTimeout?: number;
  }

  export function connect(options: string | ConnectOptions, listener?: () => void): Session;
  export function createServer(listener: (session: Session) => void): Server;

  /** Command statuses by name: `ESME_ROK`, `ESME_RBINDFAIL`, `ESME_RINVDSTADR`, … */
  export const errors: Readonly<Record<string, number>>;
  export const ESME_ROK: number;
  export const ESME_RSYSERR: number;
  export const ESME_RINVMSGLEN: number;
  export const ESME_RINVBNDSTS: number;
  export const ESME_RINVPASWD: number;
  export const ESME_RINVSYSID: number;
  export const ESME_RINVDSTADR: number;
  export const ESME_RBINDFAIL: number;
  export const ESME_RSUBMITFAIL: number;
  export const ESME_RTHROTTLED: number;
  export const ESME_RINVCMDID: number;
  export const ESME_RMSGQFUL: number;

  type Encoding = 'ASCII' | 'LATIN1' | 'UCS2';
  /** Text codecs by name, and `detect`, the first that can carry the text without loss. */
  export const encodings: Record<
    Encoding,
    { match(text: string): boolean; encode(text: string): Buffer; decode(bytes: Buffer): string }
  > & { detect(text: string): Encoding; default: Encoding };
  /** Data coding values by encoding name. */
  export const consts: {
    ENCODING: Readonly<Record<string, number>>;
    ESM_CLASS: Readonly<Record<string, number>>;
    MESSAGE_STATE: Readonly<Record<string, number>>;
    REGISTERED_DELIVERY: Readonly<Record<string, number>>;
  };
}
