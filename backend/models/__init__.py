from backend.models.barrier import BarrierReport

__all__ = ["BarrierReport"]
