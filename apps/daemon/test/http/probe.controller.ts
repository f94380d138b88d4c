import { Controller, Delete, Get, Post } from '@nestjs/common';
import type { Actor } from '../../src/common/auth/actor.js';
import { Auth, CurrentActor } from '../../src/common/auth/auth.decorator.js';

interface Passed {
  readonly passed: true;
}

/** One route of each kind, so that tests of the way in depend on no feature. */
@Controller('v1/probe')
export class ProbeController {
  @Get('master')
  @Auth('master')
  master(): Passed {
    return { passed: true };
  }

  @Post('master')
  @Auth('master', { closedWhenLocked: true })
  masterWrite(): Passed {
    return { passed: true };
  }

  @Get('session')
  @Auth('session')
  session(): Passed {
    return { passed: true };
  }

  @Post('session')
  @Auth('session', { bucket: 'transaction' })
  sessionWrite(): Passed {
    return { passed: true };
  }

  @Get('either')
  @Auth('session|master')
  either(): Passed {
    return { passed: true };
  }

  @Post('owner')
  @Auth('owner|master', { action: 'freeze', closedWhenLocked: true })
  owner(): Passed {
    return { passed: true };
  }

  @Delete('cosigned')
  @Auth('master', { coSign: 'terminate' })
  cosigned(@CurrentActor() actor: Actor): { readonly by: string | null } {
    return { by: actor.kind === 'master' ? (actor.coSignedBy?.action ?? null) : null };
  }
}
