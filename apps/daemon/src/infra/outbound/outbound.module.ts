import { Module } from '@nestjs/common';
import { OutboundHttp } from './outbound-http.js';
import { OutboundMailer } from './outbound-mail.js';

@Module({
  providers: [
    { provide: OutboundHttp, useFactory: () => new OutboundHttp() },
    { provide: OutboundMailer, useFactory: () => new OutboundMailer() },
  ],
  exports: [OutboundHttp, OutboundMailer],
})
export class OutboundModule {}
